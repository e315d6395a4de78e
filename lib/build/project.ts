import type { BuildSettings } from './config/model';

/** A CodeBuild project of a pipeline. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly settings: BuildSettings;
  /** A path in the repository, or a whole buildspec. */
  readonly buildspec: string;
  readonly variables: Readonly<Record<string, string>>;
}
