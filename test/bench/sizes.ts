/** The sizes of what users install. */
import { activationSize, extensionSize, pageSize, vsixSize } from '../../scripts/size';
import { report } from './setting';

for (const measure of [activationSize, extensionSize, pageSize, vsixSize]) {
  const { what, bytes, budget } = measure();
  report(what, bytes / 1000, 'KB', budget / 1000);
}
