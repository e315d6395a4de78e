import type { AwsIdentity } from '../../../kit/aws';
import type { Buildspec } from '../buildspec/model';
import type { BuildRecord } from '../model';
import type { CodeBuildState, CodeBuildStore } from '../store';
import type { BuildProcess } from './build-process';
import type { BuildLog } from './log';
import type { Shell } from './shell';

/** A build from its start on. */
export interface BuildContext {
  readonly store: CodeBuildStore;
  readonly state: CodeBuildState;
  readonly record: BuildRecord;
  readonly log: BuildLog;
  /** Aborts when the build is stopped, its time is over, or the endpoint ends. */
  readonly signal: AbortSignal;
  /** Called when the build has come to another phase. */
  readonly happened: () => void;
}

/** Where the files of a build are. */
export interface BuildFolders {
  /** Everything of this build; it is removed when the build ends. */
  readonly all: string;
  /** Parent of the source folders. */
  readonly sources: string;
  /** `CODEBUILD_SRC_DIR` */
  readonly primary: string;
  readonly home: string;
}

/** A build after PROVISIONING. */
export interface ProvisionedBuild extends BuildContext {
  /** A session of the service role: every call for the build is made with it. */
  readonly identity: AwsIdentity;
  readonly folders: BuildFolders;
  readonly process: BuildProcess;
}

/** A build after DOWNLOAD_SOURCE. */
export interface RunningBuild extends ProvisionedBuild {
  readonly buildspec: Buildspec;
  readonly shell: Shell;
}
