import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { VAULT_PASSWORD_VARIABLE } from '../../handlers/contract/bake';
import type { BakeInputs } from './inputs';

/** Variables of Ansible's processes. The vault's password is printed by a script from the build's environment. */
export function ansibleEnvironment({ files }: BakeInputs): Readonly<Record<string, string>> {
  const own = { ANSIBLE_HOST_KEY_CHECKING: 'False', ANSIBLE_NOCOLOR: '1' };
  if (!process.env[VAULT_PASSWORD_VARIABLE]) return own;
  const script = join(files, 'vault-password.sh');
  chmodSync(script, 0o700); // an archive need not keep it
  return { ...own, ANSIBLE_VAULT_PASSWORD_FILE: script };
}
