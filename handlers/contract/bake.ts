import type { PipelineIdentity } from './names';

/** Environment variable of a bake's CodeBuild project with {@link BakeSettings} as JSON. */
export const BAKE_SETTINGS_VARIABLE = 'BAKE_SETTINGS';

/** Environment variables that the pipeline's action gives a bake. */
export const BAKE_INPUTS = { execution: 'EXECUTION_ID', commit: 'COMMIT_ID' } as const;

/** Environment variable with the password of Ansible Vault, from Secrets Manager. */
export const VAULT_PASSWORD_VARIABLE = 'VAULT_PASSWORD';

/** What the program of a bake (`packer/bake`) needs of the config. */
export interface BakeSettings {
  readonly identity: PipelineIdentity;
  readonly region: string;
  readonly base: BakeBase;
  /** Path of the playbook in the commit. */
  readonly playbook: string;
  /** Folder in the commit with a Packer template. @default - the factory's */
  readonly template?: string;
  readonly user: string;
  readonly instance: {
    readonly type: string;
    readonly profile: string;
    readonly securityGroup: string;
    readonly subnet: string;
    readonly publicAddress: boolean;
  };
  /** Names of the build's variables that hold neither parameters nor secrets: they are part of the image's hash. */
  readonly variables: readonly string[];
  /** Days. @default - an image is reused however old it is */
  readonly maxAgeDays?: number;
  /** Days from the bake on. */
  readonly deprecateAfterDays: number;
  /** Where the package list of each image is kept: `<prefix><image id>.txt`. */
  readonly packages: { readonly bucket: string; readonly prefix: string };
}

/** The image that a bake starts from. */
export type BakeBase =
  | { readonly parameter: string }
  | { readonly id: string }
  | { readonly owner: string; readonly name: string };
