/** Stands in for Perses' loader of remote plugins and for react-router: nothing that this page shows calls them. */
const refuse = (): never => {
  throw new Error('plugins from elsewhere are not loaded');
};
export const loadPlugin = refuse;
export const usePluginRuntime = refuse;
export const Link = refuse;
export const useNavigate = refuse;
