import type { Json, JsonObject } from '../../../kit/resources/json';

/** A template of the right form, its functions not evaluated yet. */
export interface Template {
  readonly description?: string;
  readonly metadata?: Json;
  readonly parameters: Readonly<Record<string, JsonObject>>;
  readonly mappings: Readonly<Record<string, JsonObject>>;
  readonly conditions: Readonly<Record<string, Json>>;
  readonly rules: Readonly<Record<string, JsonObject>>;
  readonly resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly outputs: Readonly<Record<string, OutputDeclaration>>;
}

/** A resource in a template. */
export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition?: string;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
  readonly metadata?: Json;
}

/** An output in a template. */
export interface OutputDeclaration {
  readonly value: Json;
  readonly description?: string;
  readonly condition?: string;
  readonly exportName?: Json;
}
