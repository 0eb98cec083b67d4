/** The journey in the three kinds of theme that a finding has to be readable in. */
import { journey } from './journey';

describe('The packaged extension', () => {
  journey('dark', 'Default Dark Modern');
  journey('light', 'Default Light Modern');
  journey('high-contrast', 'Default High Contrast');
});
