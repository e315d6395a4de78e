import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** No garbage collection after a push: the repository does not live long enough to need it. */
const CONFIG = `[http]
\treceivepack = true
[receive]
\tadvertisePushOptions = true
\tautogc = false
`;

const HOOK_PROGRAM = join(__dirname, 'post-receive.cjs');

/**
 * Writes the template of bare repositories, which accept pushes with options and report them to the endpoint.
 * @param folder created here
 */
export async function writeTemplate(folder: string): Promise<void> {
  await mkdir(join(folder, 'hooks'), { recursive: true });
  await writeFile(join(folder, 'config'), CONFIG);
  const hook = join(folder, 'hooks', 'post-receive');
  await writeFile(hook, `#!/bin/sh\nexec "${process.execPath}" "${HOOK_PROGRAM}"\n`);
  await chmod(hook, 0o755);
}
