import { dirname, join } from 'node:path';
import { BAKE_INPUTS, BAKE_SETTINGS_VARIABLE, type BakeSettings } from '../../handlers/contract/bake';
import { BakeError } from './bake-error';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a bake is started with. */
export interface BakeInputs {
  readonly settings: BakeSettings;
  /** Values of the config's plain variables, by name: a playbook may read them. */
  readonly variables: Readonly<Record<string, string>>;
  /** `project:uuid` */
  readonly buildId: string;
  readonly execution: string;
  readonly commit: string;
  /** Where the commit is. */
  readonly source: string;
  /** Where the factory's own files are: those of `packer/`. */
  readonly files: string;
  /** Path of the playbook. */
  readonly playbook: string;
  /** Folder of the playbook, with its roles, files and `image-tags.json`. */
  readonly playbookFolder: string;
}

/** @throws BakeError where a variable of the build is missing */
export function readInputs(environment: Environment): BakeInputs {
  const required = (name: string): string => {
    const value = environment[name];
    if (!value) throw new BakeError(`the build must have the variable ${name}`);
    return value;
  };
  const settings = JSON.parse(required(BAKE_SETTINGS_VARIABLE)) as BakeSettings;
  const source = required('CODEBUILD_SRC_DIR');
  const playbook = join(source, settings.playbook);
  return {
    settings,
    variables: Object.fromEntries(settings.variables.map((name) => [name, environment[name] ?? ''])),
    buildId: required('CODEBUILD_BUILD_ID'),
    execution: required(BAKE_INPUTS.execution),
    commit: required(BAKE_INPUTS.commit),
    source,
    files: required('BAKE'),
    playbook,
    playbookFolder: dirname(playbook),
  };
}
