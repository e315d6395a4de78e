import type { ResourceProvider } from '../../kit/resources/provider';

/** Resource types by name, those of every service. */
export type ResourceTypes = ReadonlyMap<string, ResourceProvider>;

/** The provider of a resource type, if there is one; `Custom::` types are custom resources of a function. */
export function findProvider(types: ResourceTypes, type: string): ResourceProvider | undefined {
  return (
    types.get(type) ??
    (type.startsWith('Custom::') ? types.get('AWS::CloudFormation::CustomResource') : undefined)
  );
}
