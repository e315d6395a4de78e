import type { PropertyChange, ResourceProvider } from '../../../kit/resources/provider';
import { isUnknown } from '../template/functions/intrinsic';
import { isSame, type Json, type JsonObject } from '../template/json';
import type { ResourceDeclaration } from '../template/model';
import type { Change, ChangeDetail } from './change';
import type { StackResource } from './stack';

/** What becomes of a resource that is there; undefined where nothing changes. */
export function compare(
  before: StackResource,
  declared: ResourceDeclaration,
  after: JsonObject,
  provider: ResourceProvider,
): Change | undefined {
  const details = [
    ...propertyDetails(before.properties, after, provider),
    ...attributeDetails(before, declared),
  ];
  if (details.length === 0) return undefined;
  const replacement = replacementOf(details);
  return {
    action: 'Modify',
    logicalId: before.logicalId,
    type: before.type,
    physicalId: before.physicalId,
    replacement,
    policyAction: replacement === 'False' ? undefined : policyAction(before.updateReplacePolicy),
    details,
    before: before.properties,
    after,
  };
}

/** Names of the properties that differ. */
export function changedProperties(before: JsonObject, after: JsonObject): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isSame(before[name], after[name]));
}

/** What a change of a property means; a property the provider does not know is refused. */
export function meaningOf(provider: ResourceProvider, name: string): PropertyChange {
  return provider.properties === 'any' ? 'update' : (provider.properties[name] ?? 'refuse');
}

/** Whether a new physical resource takes the old one's place, as far as can be told. */
export const isReplaced = (change: Change): boolean =>
  change.replacement === 'True' || change.replacement === 'Conditional';

function propertyDetails(before: JsonObject, after: JsonObject, provider: ResourceProvider): ChangeDetail[] {
  return changedProperties(before, after).map((name) => {
    const dynamic = isUnknown(after[name]);
    const replaces = meaningOf(provider, name) === 'replace';
    return {
      attribute: 'Properties',
      name,
      recreation: replaces ? (dynamic ? 'Conditionally' : 'Always') : 'Never',
      evaluation: dynamic ? 'Dynamic' : 'Static',
      before: text(before[name]),
      after: text(after[name]),
    };
  });
}

function attributeDetails(before: StackResource, declared: ResourceDeclaration): ChangeDetail[] {
  const detail = (attribute: ChangeDetail['attribute'], from: string, to: string): ChangeDetail[] =>
    from === to ? [] : [{ attribute, recreation: 'Never', evaluation: 'Static', before: from, after: to }];
  return [
    ...detail('DeletionPolicy', before.deletionPolicy, declared.deletionPolicy),
    ...detail('UpdateReplacePolicy', before.updateReplacePolicy, declared.updateReplacePolicy),
  ];
}

function replacementOf(details: readonly ChangeDetail[]): 'True' | 'False' | 'Conditional' {
  if (details.some(({ recreation }) => recreation === 'Always')) return 'True';
  return details.some(({ recreation }) => recreation === 'Conditionally') ? 'Conditional' : 'False';
}

const policyAction = (policy: string): Change['policyAction'] =>
  policy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete';

const text = (value: Json | undefined): string | undefined =>
  value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
