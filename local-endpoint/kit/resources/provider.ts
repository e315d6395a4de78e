import type { AwsIdentity } from '../aws';
import type { Clock } from '../clock';
import type { Answers } from '../../services/cloudformation/engine/answers';
import type { Json, JsonObject } from '../../services/cloudformation/template/json';

/** Makes, changes and deletes the resources of one type, by calling AWS's API as CloudFormation's own handlers do. */
export interface ResourceProvider {
  /** The properties it can handle, and what a change of each means as AWS's resource reference says. */
  readonly properties: Readonly<Record<string, PropertyChange>> | 'any';
  /** What `Fn::GetAtt` knows. @default [] */
  readonly attributes?: readonly string[] | 'any';
  /** The property that names the resource: it cannot be replaced under the same name. */
  readonly name?: string;
  /** How its `Tags` are written, so that the stack's tags can be added. @default - it takes no tags */
  readonly tags?: 'list' | 'map';
  /** What of these properties it cannot do, as in "The local CloudFormation cannot …". @default - nothing */
  cannot?(properties: JsonObject): string | undefined;
  /** Makes the resource and waits until it is usable. */
  create(properties: JsonObject, context: ResourceContext): Promise<Made>;
  /** Changes it in place. A physical id other than the one before tells of a replacement. */
  update?(before: Existing, properties: JsonObject, context: ResourceContext): Promise<Made>;
  /** Deletes it; one that is gone already is no error. */
  delete(existing: Existing, context: ResourceContext): Promise<void>;
}

/** What a change of a property means. `refuse`: AWS could change it, this endpoint cannot. */
export type PropertyChange = 'update' | 'replace' | 'refuse';

/** What creating or updating gave. */
export interface Made {
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` gives. @default {} */
  readonly attributes?: JsonObject;
}

/** A resource that is there. */
export interface Existing {
  readonly physicalId: string;
  readonly properties: JsonObject;
  readonly attributes: JsonObject;
}

/** What a provider works with. */
export interface ResourceContext {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly clock: Clock;
  /** Where the functions behind custom resources answer. */
  readonly answers: Answers;
  /** A client that acts as the stack's role; one per class is kept. */
  client<Client>(type: new (configuration: ClientConfiguration) => Client): Client;
  /**
   * A name as CloudFormation makes them: stack, logical id and some random characters.
   * @param longest the most characters the service takes
   */
  generatedName(longest: number): string;
  /** Tells that something has been made, so that it is deleted if the rest of the creation fails. */
  made(physicalId: string): void;
}

/** What clients are made with. */
export interface ClientConfiguration extends AwsIdentity {
  /** For S3, whose buckets have no host names here. */
  readonly forcePathStyle: boolean;
}

/** A provider that sees its properties, already free of functions, in the shape it expects them. */
export interface TypedProvider<Properties>
  extends Omit<ResourceProvider, 'cannot' | 'create' | 'update' | 'delete' | 'properties'> {
  readonly properties: Readonly<Record<keyof Properties & string, PropertyChange>>;
  cannot?(properties: Properties): string | undefined;
  create(properties: Properties, context: ResourceContext): Promise<Made>;
  update?(before: TypedExisting<Properties>, properties: Properties, context: ResourceContext): Promise<Made>;
  delete(existing: TypedExisting<Properties>, context: ResourceContext): Promise<void>;
}

/** {@link Existing} with its properties in the expected shape. */
export interface TypedExisting<Properties> extends Omit<Existing, 'properties'> {
  readonly properties: Properties;
}

/** Turns a provider of typed properties into one of template values; the service's API judges wrong shapes. */
export const provider = <Properties>(typed: TypedProvider<Properties>): ResourceProvider =>
  typed as unknown as ResourceProvider;

/** A loose number of a template: `"30"` is 30. */
export const toNumber = (value: number | string | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);

/** A loose truth value of a template: `"true"` is true. */
export const toBoolean = (value: boolean | string | undefined): boolean | undefined =>
  value === undefined ? undefined : String(value) === 'true';

/** A policy document as text; templates hold it as an object. */
export const policyText = (document: Json): string =>
  typeof document === 'string' ? document : JSON.stringify(document);
