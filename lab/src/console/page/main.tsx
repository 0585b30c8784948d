import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import './styles.css';

createRoot(document.getElementById('root')!).render(<App />);
