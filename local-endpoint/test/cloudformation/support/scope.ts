import type { Json } from '../../../kit/resources/json';
import { evaluate } from '../../../services/cloudformation/template/evaluate';
import type { TemplateScope } from '../../../services/cloudformation/template/scope';

/** A scope of one bucket, one list and one exported value. */
export const SCOPE: TemplateScope = {
  region: 'ap-northeast-1',
  parameters: { Name: 'shop', Zones: ['a', 'b'], 'AWS::NoValue': undefined, 'AWS::Region': 'ap-northeast-1' },
  mappings: { Sizes: { prd: { cpu: 1024 } } },
  conditions: { Yes: { 'Fn::Equals': ['1', 1] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] } },
  reference: (id) => `id-of-${id}`,
  attribute: (id, name) => `${name}-of-${id}`,
  imported: (name) => `export-${name}`,
  zones: async (region) => [`${region}a`, `${region}c`],
  dynamic: async (service, key) => `${service}=${key}`,
};

/** Evaluates a value in {@link SCOPE}. */
export const evaluated = (value: Json, scope: Partial<TemplateScope> = {}): Promise<Json | undefined> =>
  evaluate(value, { ...SCOPE, ...scope });
