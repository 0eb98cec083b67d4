/** What fills the dashboard page; a script of its own in what is shipped, because most windows never open it. */
export { Dashboard } from '../dashboard/panel';
