// Icons of Perses' components that this page does not show.
export default () => null;
