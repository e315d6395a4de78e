import type { Json, JsonObject } from '../../../kit/resources/json';

/** What the functions of a template can refer to while it is evaluated. */
export interface TemplateScope {
  readonly region: string;
  /** Values of parameters and pseudo parameters; undefined for `AWS::NoValue`. */
  readonly parameters: Readonly<Record<string, Json | undefined>>;
  readonly mappings: Readonly<Record<string, JsonObject>>;
  /** The declarations under `Conditions`. */
  readonly conditions: Readonly<Record<string, Json>>;
  /** What `Ref` gives for a resource. */
  reference(logicalId: string): Json;
  /** What `Fn::GetAtt` gives for a resource. */
  attribute(logicalId: string, name: string): Json;
  /** The value that another stack of the account and region exports. */
  imported(name: string): Json;
  /** The availability zones of a region. */
  zones(region: string): Promise<readonly string[]>;
  /** The value behind `{{resolve:service:key}}`. */
  dynamic(service: string, key: string): Promise<string>;
}

/**
 * The part of a scope where no resource may be referred to.
 * @param what the sections of the template it is for, as the message names them
 */
export const withoutResources = (what: string): Pick<TemplateScope, 'reference' | 'attribute'> => {
  const refuse = (): never => {
    throw new Error(`${what} cannot refer to resources`);
  };
  return { reference: refuse, attribute: refuse };
};
