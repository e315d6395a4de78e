/** What the build gives to packer, in variables that only packer's process has. */
export interface PackerSettings {
  /** Folder of this build for what packer's processes remember. */
  readonly folder: string;
  /** Where a real packer may be, as in PATH. */
  readonly path: string;
  /** The local endpoint. */
  readonly endpoint: string;
  /**
   * `host:port` of an ssh server that stands for the instance. A build sets it where the playbook may be run on that host;
   * nothing connects to one otherwise. @default - no instance can be connected to, and nothing is provisioned
   */
  readonly instance?: string;
  /** Whether a build asks for the stand-in, whatever this machine has. @default false */
  readonly standIn: boolean;
}

export const readSettings = (environment: NodeJS.ProcessEnv): PackerSettings => ({
  folder: environment.LOCAL_PACKER_FOLDER ?? '',
  path: environment.LOCAL_PACKER_PATH ?? '',
  endpoint: environment.AWS_ENDPOINT_URL ?? '',
  instance: environment.LOCAL_PACKER_INSTANCE || undefined,
  standIn: environment.LOCAL_PACKER_STAND_IN === 'true',
});
