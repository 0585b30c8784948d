/** Stands in for @module-federation/enhanced/runtime: this page loads no plugins of strangers. */
const refuse = (): never => {
  throw new Error('plugins from elsewhere are not loaded');
};
export const createInstance = refuse;
export const init = refuse;
export const loadRemote = refuse;
export const registerRemotes = refuse;
export const getInstance = (): undefined => undefined;
