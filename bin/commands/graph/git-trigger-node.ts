import { NAMES_WITH_QUOTES } from '../../../lib/source/commit';
import type { TriggerNode } from './pipeline-graph';
import {
  list,
  type TemplateProperties,
  properties,
  type Resource,
  type StackTemplate,
  valueText,
} from './template';

/**
 * What in a git repository starts a pipeline through a connection: a node for each filter of its triggers, or the source
 * action's own branch where it detects changes itself.
 */
export function gitTriggerNodes({ properties: own, template }: Resource): TriggerNode[] {
  const triggers = list(own.Triggers).map((value) => properties(properties(value).GitConfiguration));
  return connectionSources(own, template).flatMap(({ name, configuration }) => {
    const trigger = triggers.find(({ SourceActionName }) => valueText(SourceActionName, template) === name);
    const repository = valueText(configuration.FullRepositoryId, template);
    const nodes = trigger ? filterNodes(trigger, template) : branchNode(configuration, template);
    return nodes.map(({ title, details }) => ({ title, details: [repository, ...details], pins: name }));
  });
}

interface ConnectionSource {
  readonly name: string;
  readonly configuration: TemplateProperties;
}

function connectionSources({ Stages }: TemplateProperties, template: StackTemplate): ConnectionSource[] {
  return list(properties(list(Stages)[0]).Actions)
    .map(properties)
    .filter(
      ({ ActionTypeId }) =>
        valueText(properties(ActionTypeId).Provider, template) === 'CodeStarSourceConnection',
    )
    .map(({ Name, Configuration }) => ({
      name: valueText(Name, template),
      configuration: properties(Configuration),
    }));
}

function filterNodes({ Push, PullRequest }: TemplateProperties, template: StackTemplate): TriggerNode[] {
  const shown = (value: unknown) => patterns(properties(value), template);
  return [
    ...list(Push)
      .map(properties)
      .map(({ Tags, Branches, FilePaths }) =>
        Tags
          ? { title: 'Git tag', details: [shown(Tags)] }
          : { title: 'Git push', details: [shown(Branches), ...(FilePaths ? [shown(FilePaths)] : [])] },
      ),
    ...list(PullRequest)
      .map(properties)
      .map(({ Events, Branches, FilePaths }) => ({
        title: 'Pull request',
        details: [
          `to ${shown(Branches)}`,
          ...(FilePaths ? [shown(FilePaths)] : []),
          list(Events)
            .map((event) => valueText(event, template).toLowerCase())
            .join(', '),
        ].filter(Boolean),
      })),
  ];
}

/** `main, release/*, not release/old`, without what the factory itself excludes. */
function patterns({ Includes, Excludes }: TemplateProperties, template: StackTemplate): string {
  const all = (value: unknown) => list(value).map((pattern) => valueText(pattern, template));
  const included = all(Includes).join(', ') || 'any';
  const excluded = all(Excludes).filter((pattern) => pattern !== NAMES_WITH_QUOTES);
  return [included, ...(excluded.length > 0 ? [`not ${excluded.join(', ')}`] : [])].join(', ');
}

function branchNode(
  { DetectChanges, BranchName }: TemplateProperties,
  template: StackTemplate,
): TriggerNode[] {
  if (valueText(DetectChanges, template) === 'false') return [];
  return [{ title: 'Git push', details: [valueText(BranchName, template)] }];
}
