// Shapes of Material Design Icons (pictogrammers.com, Apache-2.0), as mdi-material-ui draws them.
import { createSvgIcon } from '@mui/material/utils';
import { createElement } from 'react';

export const icon = (path, name) => createSvgIcon(createElement('path', { d: path }), name);
