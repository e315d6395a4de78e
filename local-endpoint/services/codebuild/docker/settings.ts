/** What the build tells the stand-in, in variables that only its process has. */
export interface Settings {
  /** Folder of the images of this build; each build has a Docker of its own, as in AWS. */
  readonly images: string;
  /** Whether the project's environment is privileged; without that CodeBuild starts no daemon. */
  readonly privileged: boolean;
  /** Where a real docker may be, as in PATH. */
  readonly path: string;
}

export const settingsOf = (environment: NodeJS.ProcessEnv): Settings => ({
  images: environment.REHEARSAL_DOCKER_IMAGES ?? '',
  privileged: environment.REHEARSAL_DOCKER_PRIVILEGED === 'true',
  path: environment.REHEARSAL_DOCKER_PATH ?? '',
});
