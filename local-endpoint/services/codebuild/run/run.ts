import type { AwsIdentity } from '../../../kit/aws';
import type { BuildRecord } from '../build-record';
import type { Buildspec } from '../buildspec/model';
import type { Region, CodeBuildStore } from '../store';
import type { BuildLog } from './log';
import type { BuildProcess } from './build-process';
import type { Shell } from './shell';

/** What a build is part of. */
export interface Place {
  readonly store: CodeBuildStore;
  readonly region: Region;
  readonly record: BuildRecord;
  readonly log: BuildLog;
  /** Aborts when the build is stopped, its time is over, or the endpoint ends. */
  readonly signal: AbortSignal;
}

/** Where the files of a build are. */
export interface Folders {
  /** Everything of this build; it goes when the build ends. */
  readonly all: string;
  /** What the source folders are in. */
  readonly sources: string;
  /** `CODEBUILD_SRC_DIR` */
  readonly primary: string;
  readonly home: string;
}

/** A build that has a machine to run on. */
export interface Provisioned extends Place {
  /** A session of the service role: every call for the build is made with it. */
  readonly identity: AwsIdentity;
  readonly folders: Folders;
  readonly process: BuildProcess;
}

/** A build that knows what to do. */
export interface Run extends Provisioned {
  readonly buildspec: Buildspec;
  readonly shell: Shell;
}
