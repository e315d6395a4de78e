/** A parsed buildspec. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
export interface Buildspec {
  /** 0.1 runs each command in a shell of its own; in 0.2 a command has the state in which the one before left the shell. */
  readonly version: '0.1' | '0.2';
  readonly env: BuildspecEnv;
  /** Only those that the file has. */
  readonly phases: Readonly<Partial<Record<BuildspecPhaseName, BuildspecPhase>>>;
  /** By the name of the report group, or its ARN. */
  readonly reports: Readonly<Record<string, ReportFiles>>;
  /** @default - none */
  readonly artifacts?: BuildspecArtifacts;
  /** What later builds restore. @default [] */
  readonly cachePaths: readonly string[];
}

/** In the order in which they run. */
export const PHASE_NAMES = ['install', 'pre_build', 'build', 'post_build'] as const;

export type BuildspecPhaseName = (typeof PHASE_NAMES)[number];

/** The environment of the commands, beside that of project and build. */
export interface BuildspecEnv {
  /** @default sh */
  readonly shell: 'sh' | 'bash';
  readonly variables: Readonly<Record<string, string>>;
  /** Names of parameters by variable. */
  readonly parameterStore: Readonly<Record<string, string>>;
  /** `secret-id:json-key:version-stage:version-id` by variable. */
  readonly secretsManager: Readonly<Record<string, string>>;
  /** Variables whose values the build shows when it ends. */
  readonly exportedVariables: readonly string[];
}

/** The commands of one phase. */
export interface BuildspecPhase {
  readonly commands: readonly string[];
  /** Run after the commands, whether those failed or not. */
  readonly finally: readonly string[];
  /** @default - as in CodeBuild's phase transitions */
  readonly onFailure?: 'ABORT' | 'CONTINUE';
  /** Versions by runtime; only of `install`. */
  readonly runtimeVersions: Readonly<Record<string, string>>;
}

/** Files that an artifact, or a report, is made of. */
export interface FileSelection {
  /** Patterns below the base directory. */
  readonly files: readonly string[];
  /** A folder below the source, or a pattern of folders. @default . */
  readonly baseDirectory: string;
  /** Whether only the files' names are kept. @default false */
  readonly discardPaths: boolean;
}

/** One artifact. */
export interface ArtifactFiles extends FileSelection {
  /** Shell text that gives the artifact's name. @default - the project's */
  readonly name?: string;
  /** Patterns below the base directory. @default [] */
  readonly excludePaths: readonly string[];
  /** Whether links stay links instead of becoming what they point at. @default false */
  readonly enableSymlinks: boolean;
}

/** All artifacts of a build. */
export interface BuildspecArtifacts {
  /** @default - only secondary ones */
  readonly primary?: ArtifactFiles;
  /** By artifact identifier. */
  readonly secondary: Readonly<Record<string, ArtifactFiles>>;
}

/** Test results of one report group. */
export interface ReportFiles extends FileSelection {
  readonly fileFormat: 'JUNITXML';
}
