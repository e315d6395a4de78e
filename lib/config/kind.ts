import type { z } from 'zod';
import type { ActionFunction } from '../../handlers/contract/action-function';
import type { Diagnostic } from './diagnostic';
import type { MergeRules } from './merge';
import type { BasePipeline, Connection, Environment } from './model';
import type { Path } from './path';

/** What reading the file needs to know of a kind. Methods, so that kinds of different pipelines fit in one list. */
export interface ConfigKind<
  Schema extends z.ZodObject = z.ZodObject,
  Pipeline extends BasePipeline = BasePipeline,
> {
  /** The value of `kind` in the file. */
  readonly name: Pipeline['kind'];
  /** An entry without `environments`. Its keys but `kind` may vary by environment. Rules across keys are in {@link rules}. */
  readonly schema: Schema;
  /** Rules across the entry's keys, which an entry and what an environment makes of it must both keep. @default - none */
  rules?(payload: z.core.ParsePayload<z.output<Schema>>): void;
  /** What the editors' help adds about how a key varies by environment. @default - nothing */
  readonly variationHelp?: Readonly<Record<string, string>>;
  /**
   * What `approval` of an environment may be beside true and false, with what the editors' help adds about it: where
   * else than before the deployment a person may be asked. @default - nothing else
   */
  readonly approvals?: { readonly forms: readonly string[]; readonly help: string };
  /** How an environment's variation is laid over the entry. @default - mappings key by key, anything else whole */
  readonly merge?: MergeRules;
  /**
   * Keys of an entry, or of its variation, that must not be beside each other. Checked on the file's own text, before
   * defaults are filled in, after which every key is there. @default - none
   */
  clashes?(entry: Readonly<Record<string, unknown>>, above: Path): Diagnostic[];
  /** Makes a pipeline of a valid entry with an environment's variation laid over it. */
  resolve(entry: z.output<Schema>, context: ResolveContext): Pipeline;
  /** What is wrong with one pipeline beyond its schema. */
  check(located: LocatedPipeline<Pipeline>, file: FileContext): Diagnostic[];
  /** What is right but probably not meant, of one pipeline. @default - nothing is */
  warn?(located: LocatedPipeline<Pipeline>): Diagnostic[];
  /** The names that the factory composes for the pipeline beside those that every pipeline has. */
  names(pipeline: Pipeline): ComposedName[];
  /** What no two pipelines of an account and region may both have. @default - nothing */
  claims?(pipeline: Pipeline): Claim[];
  /**
   * How the entry has its pull requests checked. The pipeline may be in an environment that it is not deployed to.
   * @default - it does not
   */
  pullRequests?(pipeline: Pipeline): RequestedChecks | undefined;
  /** The action functions that the pipeline invokes: its environment gets these and no others. */
  actionFunctions(pipeline: Pipeline): ActionFunction[];
  /**
   * The last words of the names of roles that pipelines of the kind have beside their own, after the environment's name.
   * No environment may end in one of them.
   */
  readonly roleEndings: readonly string[];
}

/** What a pipeline is made with beside its entry. */
export interface ResolveContext {
  /** What every pipeline has. */
  readonly base: Omit<BasePipeline, 'kind'>;
  /** The environments of the entry, its own among them, in the file's order. */
  readonly siblings: readonly Environment[];
  /** What the entry is in its other environments of the same account and region, before defaults are filled in. */
  readonly neighbours: readonly Readonly<Record<string, unknown>>[];
  /** The form of {@link ConfigKind.approvals} that the environment has. @default - none of them */
  readonly approvalForm?: string;
  /** Reads a file by its path from the folder of the config. @returns undefined where there is no file that can be read */
  readonly readBeside: (path: string) => string | undefined;
  /** Those of the file, by name. */
  readonly connections: ReadonlyMap<string, Connection>;
  /** Replaces `{environment}` by the environment's name. */
  readonly fill: (text: string) => string;
}

/** A pipeline, and where in the file its fields are. */
export interface LocatedPipeline<Pipeline extends BasePipeline = BasePipeline> {
  readonly pipeline: Pipeline;
  /** The path of a field of the entry: in the environment's variation, or else in the entry. */
  readonly at: (field: Path) => Path;
}

/** What of the file as a whole checks of one pipeline may need. */
export interface FileContext {
  /** Every name under `connections:`, right or not. */
  readonly connectionNames: readonly string[];
}

/** What reading the file needs to know of an entry that has its pull requests checked. */
export interface RequestedChecks {
  /** The environment that the entry names for it. @default - it names none */
  readonly environment?: string;
  /** The fields of the entry that ask for it, and that name the environment. */
  readonly fields: { readonly pullRequest: Path; readonly environment: Path };
  /** The environment whose images the pipeline takes, so that there is no build to try. @default - it takes none */
  readonly imagesOf?: string;
  /** The names that are composed for it beside those of its pipeline and that pipeline's role. */
  readonly names: readonly ComposedName[];
}

/** A name that the factory composes of prefix, pipeline and environment. */
export interface ComposedName {
  /** The kind of resource, as a sentence names it: "makes the … name". Two of one kind may not have one name. */
  readonly what: string;
  readonly name: string;
  /** The most characters that AWS allows. */
  readonly limit: number;
}

/** Something that only one pipeline of an account and region may have. */
export interface Claim {
  /** What it is, as in "is the … of shop-web-stg too". */
  readonly what: string;
  /** Unique among what is of the same kind in an account and region. */
  readonly key: string;
  /** The field of the entry that names it. */
  readonly field: Path;
  /** Why two may not have it. */
  readonly because: string;
}
