/** What the build gives to docker, in variables that only docker's process has. */
export interface DockerSettings {
  /** Folder of the images of this build; each build has a docker of its own, as in AWS. */
  readonly images: string;
  /** Whether the project's environment is privileged; without that CodeBuild starts no daemon. */
  readonly privileged: boolean;
  /** Where a real docker may be, as in PATH. */
  readonly path: string;
}

export const readSettings = (environment: NodeJS.ProcessEnv): DockerSettings => ({
  images: environment.LOCAL_DOCKER_IMAGES ?? '',
  privileged: environment.LOCAL_DOCKER_PRIVILEGED === 'true',
  path: environment.LOCAL_DOCKER_PATH ?? '',
});
