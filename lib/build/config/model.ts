import type { GitSource } from '../../source/config/git-model';

/** A commit that CodeBuild builds. */
export interface Commits {
  readonly from: 'git';
  readonly git: GitSource;
  readonly build: Build;
}

/** How CodeBuild makes images of a commit, or another artifact. */
export interface Build extends BuildSettings {
  /** Path of the team's own buildspec in the repository. @default - the factory's, which builds each image with docker */
  readonly buildspec?: string;
  /** The environment whose released images of the same commit are taken in place of building any. @default - the images are built */
  readonly promote?: string;
  /** What is pushed, or taken. @default [] - a buildspec of the team's own makes an artifact without images */
  readonly images: readonly BuiltImage[];
  /** Exported variables of the buildspec that an approval shows. @default [] */
  readonly exports: readonly string[];
}

/** An image that a build pushes. */
export interface BuiltImage {
  /** The container it is for, as taskdef.json names it. */
  readonly container: string;
  readonly repository: string;
  /** Whether builds of the entry's other environments push to the repository too. */
  readonly shared: boolean;
  /** Whether the repository is there already; otherwise the factory makes it. @default false */
  readonly existing: boolean;
  /** Days after which an untagged image of an owned repository expires. @default 1 */
  readonly untaggedExpiryDays: number;
  /** How many tagged images of an owned repository are kept beside what serves and served before. @default 100 */
  readonly keep: number;
  /** Folder that the image is built from; only for the factory's own buildspec. @default . */
  readonly context: string;
  /** Within the folder; only for the factory's own buildspec. @default Dockerfile */
  readonly dockerfile: string;
}

/** What a build runs on and knows. */
export interface BuildSettings {
  /** CodeBuild's environment image. @default aws/codebuild/amazonlinux-x86_64-standard:5.0 */
  readonly image: string;
  /** @default small */
  readonly compute: 'small' | 'medium' | 'large' | 'xlarge' | '2xlarge';
  /** Whether docker runs in the build. @default - true for the factory's own buildspec, false otherwise */
  readonly privileged: boolean;
  /** Whole minutes, 5 to 2,160. @default 60 */
  readonly timeoutMinutes: number;
  /** Whole minutes a build may wait for a machine, 5 to 480. @default 30 */
  readonly queuedTimeoutMinutes: number;
  /** What later builds find again: on the machine, if it is the same (`local`), or in the artifact bucket (`s3`). @default none */
  readonly cache: 'none' | 'local' | 's3';
  readonly variables: readonly BuildVariable[];
}

/** An environment variable of a build. `value` is the value, a parameter's name, or `secret-id:json-key:version-stage:version-id`. */
export interface BuildVariable {
  readonly name: string;
  readonly type: 'PLAINTEXT' | 'PARAMETER_STORE' | 'SECRETS_MANAGER';
  readonly value: string;
}

/** A buildspec that must pass once a release is deployed, or else the release is taken back. */
export interface Verification extends BuildSettings {
  /** Path in the commit, or in what was uploaded. */
  readonly buildspec: string;
}

/** A buildspec that must pass: unit tests, static analysis. */
export interface Check extends Verification {
  /** The key under `checks:`. */
  readonly name: string;
}
