/** Sets where the tables come from for every test, as an entry point of the program does. */
import { join } from 'node:path';
import { readTablesWith } from '../../src/data/table';
import { tablesIn } from '../../src/host/node-tables';

readTablesWith(tablesIn(join(__dirname, '..', '..', 'src', 'data')));
