import { writeFileSync } from 'node:fs';
import { OUTCOMES_FILE, outcomesPage } from './outcomes-page';

writeFileSync(OUTCOMES_FILE, outcomesPage());
