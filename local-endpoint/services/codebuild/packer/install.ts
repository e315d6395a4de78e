import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { ProvisionedBuild } from '../run/context';
import { installProgram, installScript } from '../run/install-program';

/**
 * Puts a `packer` into the folder of the build that comes first on PATH, and what a bake expects beside it: a
 * `session-manager-plugin`, which has nothing to connect to here, and an `ansible-playbook` where this machine has none.
 */
export async function installPacker(run: ProvisionedBuild): Promise<void> {
  const { store, folders } = run;
  const folder = join(folders.all, 'packer');
  await mkdir(folder, { recursive: true });
  const path = process.env.PATH ?? '';
  await installProgram(run, 'packer', [process.execPath, await store.program('packer')], {
    LOCAL_PACKER_FOLDER: folder,
    LOCAL_PACKER_PATH: path,
    ...standIn(),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  await installScript(run, 'session-manager-plugin', "echo '9999.0.0 (stand-in of the local CodeBuild)'");
  if (!path.split(delimiter).some((one) => existsSync(join(one, 'ansible-playbook'))))
    await installScript(run, 'ansible-playbook', ANSIBLE);
}

/** Asked for in the environment of the local endpoint, every build has the stand-in; otherwise each may ask for it. */
const standIn = (): Readonly<Record<string, string>> =>
  process.env.LOCAL_PACKER_STAND_IN === 'true' ? { LOCAL_PACKER_STAND_IN: 'true' } : {};

const ANSIBLE = `case "$1" in
  --version) echo 'ansible-playbook [core 0.0.0] (stand-in of the local CodeBuild)' ;;
  *) echo 'ansible-playbook (stand-in): this machine has no Ansible, so that the playbook is neither checked nor run' ;;
esac`;
