import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The arguments with which Node runs the CDK app. The package has `app-command.packaged.ts` in place of this file. */
export function appCommand(): string[] {
  const loader = pathToFileURL(require.resolve('tsx')).href;
  return ['--import', loader, join(__dirname, '..', 'factory.ts')];
}
