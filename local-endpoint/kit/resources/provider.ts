import type { AwsIdentity } from '../aws';
import type { Clock } from '../clock';
import type { CustomResourceResponses } from './custom-resource-responses';
import type { Json, JsonObject } from './json';

/** Creates, updates and deletes the resources of one type by calling AWS's API, as CloudFormation's resource handlers do. */
export interface ResourceProvider {
  /** The supported properties, and what a change of each causes according to AWS's resource reference. */
  readonly properties: Readonly<Record<string, PropertyChange>> | 'any';
  /** The attributes that `Fn::GetAtt` can return. @default [] */
  readonly attributes?: readonly string[] | 'any';
  /** The property with the resource's name, under which it cannot be replaced. @default - CloudFormation names it */
  readonly name?: string;
  /** The form of its `Tags`, to which the stack's tags are added. @default - it takes no tags */
  readonly tags?: 'list' | 'map';
  /** What these properties ask for that it cannot do; continues "The local CloudFormation cannot …". @default - nothing */
  cannot?(properties: JsonObject): string | undefined;
  /** Creates the resource and waits until it is usable. */
  create(properties: JsonObject, context: ResourceContext): Promise<Made>;
  /** Changes it in place; another physical id than before means that it was replaced. @default - it cannot be changed */
  update?(before: Existing, properties: JsonObject, context: ResourceContext): Promise<Made>;
  /** Deletes it; one that is deleted already is no error. */
  delete(existing: Existing, context: ResourceContext): Promise<void>;
}

/** What a change of a property causes. `refuse`: AWS can change it, the endpoint cannot. */
export type PropertyChange = 'update' | 'replace' | 'refuse';

/** A resource that was created or updated. */
export interface Made {
  /** What `Ref` returns. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` returns, by attribute. @default {} */
  readonly attributes?: JsonObject;
}

/** A resource of a deployed stack. */
export interface Existing {
  readonly physicalId: string;
  readonly properties: JsonObject;
  readonly attributes: JsonObject;
}

/** What a provider is called with beside the properties. */
export interface ResourceContext {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly clock: Clock;
  readonly responses: CustomResourceResponses;
  /** A client with the credentials of the stack's role, the same one for each class. */
  client<Client>(type: new (configuration: ClientConfiguration) => Client): Client;
  /**
   * A name as CloudFormation generates them: stack, logical id and some random characters.
   * @param maxLength the most characters that the service takes
   */
  generatedName(maxLength: number): string;
  /** To be called as soon as the resource exists, so that it is deleted where the rest of its creation fails. */
  made(physicalId: string): void;
}

/** What AWS clients are constructed with. */
export interface ClientConfiguration extends AwsIdentity {
  /** For S3: a bucket's name is in the path, not in the host name. */
  readonly forcePathStyle: boolean;
}

/** A provider that names the type of its properties; their functions are evaluated already. */
export interface TypedProvider<Properties>
  extends Omit<ResourceProvider, 'cannot' | 'create' | 'update' | 'delete' | 'properties'> {
  readonly properties: Readonly<Record<keyof Properties & string, PropertyChange>>;
  cannot?(properties: Properties): string | undefined;
  create(properties: Properties, context: ResourceContext): Promise<Made>;
  update?(before: TypedExisting<Properties>, properties: Properties, context: ResourceContext): Promise<Made>;
  delete(existing: TypedExisting<Properties>, context: ResourceContext): Promise<void>;
}

/** {@link Existing} with typed properties. */
export interface TypedExisting<Properties> extends Omit<Existing, 'properties'> {
  readonly properties: Properties;
}

/** Erases the type of a provider's properties, which is not checked: the service's API rejects wrong shapes. */
export const provider = <Properties>(typed: TypedProvider<Properties>): ResourceProvider =>
  typed as unknown as ResourceProvider;

/** A number in a template, which may be a string: `"30"` is 30. */
export const toNumber = (value: number | string | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);

/** A boolean in a template, which may be a string: `"true"` is true. */
export const toBoolean = (value: boolean | string | undefined): boolean | undefined =>
  value === undefined ? undefined : String(value) === 'true';

/** A policy document as JSON text; in templates it is an object. */
export const policyText = (document: Json): string =>
  typeof document === 'string' ? document : JSON.stringify(document);
