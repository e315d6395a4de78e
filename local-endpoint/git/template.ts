import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Nothing is ever tidied up behind a push: the repository is gone before it could matter. */
const CONFIG = `[http]
\treceivepack = true
[receive]
\tadvertisePushOptions = true
\tautogc = false
`;

/** The hook's own program. */
const PROGRAM = join(__dirname, 'post-receive.cjs');

/**
 * Writes what every bare repository begins with: pushes are accepted with their options, and told to the endpoint.
 * @param folder made here
 */
export async function writeTemplate(folder: string): Promise<void> {
  await mkdir(join(folder, 'hooks'), { recursive: true });
  await writeFile(join(folder, 'config'), CONFIG);
  const hook = join(folder, 'hooks', 'post-receive');
  await writeFile(hook, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}"\n`);
  await chmod(hook, 0o755);
}
