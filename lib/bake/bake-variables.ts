import { VAULT_PASSWORD_VARIABLE } from '../../handlers/contract/bake';
import type { BuildVariable } from '../build/config/model';
import type { ImageBake } from './config/model';

/** The variables of a bake's build: those of the config, and the password of Ansible Vault. */
export function bakeVariables({ build, vaultPassword }: ImageBake): BuildVariable[] {
  const vault: BuildVariable[] = vaultPassword
    ? [{ name: VAULT_PASSWORD_VARIABLE, type: 'SECRETS_MANAGER', value: vaultPassword }]
    : [];
  return [...build.variables, ...vault];
}
