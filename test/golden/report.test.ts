/** What every report format writes, compared with stored texts. */
import { writers } from '../../src/report/registry';
import { assertGolden } from './golden';
import { empty, report } from './report';

describe('report formats', () => {
  for (const writer of writers) {
    it(`${writer.id} writes findings, errors and hostile names`, () => {
      assertGolden(`report/${writer.id}${writer.extension}`, writer.write(report));
    });
    it(`${writer.id} writes an empty report`, () => {
      assertGolden(`report/${writer.id}-empty${writer.extension}`, writer.write(empty));
    });
  }
});
