import { join } from 'node:path';
import { planSkeleton, USAGE } from './plan';
import { Repository } from './repository';
import { ScaffoldError, type Skeleton } from './skeleton';
import { writeSkeleton } from './write';

/** `npm run new -- kind|service|operation|action-function NAME` */
const args = process.argv.slice(2);
if (args.length === 0 || args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
  process.exitCode = args.length === 0 ? 1 : 0;
} else {
  try {
    const repository = new Repository(join(__dirname, '..'));
    const skeleton = planSkeleton(repository, args);
    writeSkeleton(repository, skeleton);
    console.log(report(skeleton));
  } catch (error) {
    if (!(error instanceof ScaffoldError)) throw error;
    console.error(`error: ${error.message}\n(npm run new -- --help prints the usage)`);
    process.exitCode = 1;
  }
}

function report({ created, changed = {}, generated = [], next }: Skeleton): string {
  return [
    'Written:',
    ...Object.keys(created).map((path) => `  ${path}`),
    'Changed:',
    ...[...Object.keys(changed), ...generated.map(({ path }) => path)].map((path) => `  ${path}`),
    'Next:',
    ...next.map((step, index) => `  ${index + 1}. ${step}`),
  ].join('\n');
}
