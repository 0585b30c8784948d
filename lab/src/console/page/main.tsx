import { createRoot } from 'react-dom/client';
import './shell/base.css';
import './shell/controls.css';
import './shell/tables.css';
import './shell/top.css';
import { App } from './shell/app.tsx';

createRoot(document.getElementById('root')!).render(<App />);
