import { gitTriggerNodes } from './git-trigger-node';
import type { TriggerNode } from './pipeline-graph';
import {
  list,
  type TemplateProperties,
  properties,
  type Resource,
  type StackTemplate,
  valueText,
} from './template';

/** What starts a pipeline: the rules that have it as their target, and the pipeline's own triggers. */
export function triggersOf(pipeline: Resource, name: string, resources: readonly Resource[]): TriggerNode[] {
  const rules = resources.filter(({ type }) => type === 'AWS::Events::Rule');
  return [...rules.flatMap((rule) => ruleTriggers(rule, pipeline, name)), ...gitTriggerNodes(pipeline)];
}

function ruleTriggers(
  { properties: rule, template }: Resource,
  pipeline: Resource,
  name: string,
): TriggerNode[] {
  const targets = list(rule.Targets).map(properties);
  return targets
    .filter((target) => isPipeline(valueText(target.Arn, template), name, pipeline, template))
    .map((target) => ({ ...eventOf(rule, template), ...pinOf(target, template) }));
}

/** Pipelines of two accounts or regions may have the same name: the ARN distinguishes them, where it is known. */
function isPipeline(arn: string, name: string, pipeline: Resource, template: StackTemplate): boolean {
  if (arn === `\${${pipeline.logicalId}}`) return template === pipeline.template;
  const [, , service, region = '', account = '', target] = arn.replace(/\$\{AWS::\w+\}/g, '*').split(':');
  if (target === undefined) return arn === name && template === pipeline.template;
  const [ownAccount, ownRegion] = pipeline.template.accountRegion?.split('/') ?? [];
  return (
    service === 'codepipeline' &&
    target === name &&
    mayEqual(region, ownRegion) &&
    mayEqual(account, ownAccount)
  );
}

function mayEqual(one: string, other: string | undefined): boolean {
  return one === other || one === '*' || other === undefined;
}

function eventOf(rule: TemplateProperties, template: StackTemplate): Pick<TriggerNode, 'title' | 'details'> {
  const schedule = valueText(rule.ScheduleExpression, template);
  if (schedule) return { title: 'Schedule', details: [schedule] };
  const pattern = properties(rule.EventPattern);
  const detail = properties(pattern.detail);
  const type = valuesText(pattern['detail-type'], template);
  if (type === 'ECR Image Action')
    return {
      title: 'ECR push',
      details: [
        `${valuesText(detail['repository-name'], template)}:${valuesText(detail['image-tag'], template) || '*'}`,
      ],
    };
  if (type === 'Object Created')
    return {
      title: 'S3 upload',
      details: [object(properties(detail.bucket).name, properties(detail.object).key, template)],
    };
  if (type === 'CodeCommit Repository State Change') return codeCommitPush(detail, template);
  if (type === 'AWS API Call via CloudTrail') return recordedCall(detail, template);
  return { title: type || 'Event', details: [valuesText(pattern.source, template)].filter(Boolean) };
}

function codeCommitPush(
  detail: TemplateProperties,
  template: StackTemplate,
): Pick<TriggerNode, 'title' | 'details'> {
  const excluded = list(detail.referenceFullName)
    .flatMap((value) => list(properties(properties(value)['anything-but']).wildcard))
    .map((name) => valueText(name, template).replace(/^refs\/(heads|tags)\//, ''));
  const included = list(detail.referenceName).map(
    (value) => valueText(properties(value).wildcard, template) || valueText(value, template),
  );
  return {
    title: valuesText(detail.referenceType, template) === 'tag' ? 'Git tag' : 'Git push',
    details: [
      valuesText(detail.repositoryName, template),
      [included.join(', ') || 'any', ...(excluded.length > 0 ? [`not ${excluded.join(', ')}`] : [])].join(
        ', ',
      ),
    ],
  };
}

function recordedCall(
  detail: TemplateProperties,
  template: StackTemplate,
): Pick<TriggerNode, 'title' | 'details'> {
  const { bucketName, key } = properties(detail.requestParameters);
  const calls = valuesText(detail.eventName, template);
  return {
    title: 'S3 upload (CloudTrail)',
    details: [object(bucketName, key, template), calls].filter(Boolean),
  };
}

function object(bucket: unknown, key: unknown, template: StackTemplate): string {
  return `s3://${valuesText(bucket, template)}/${valuesText(key, template) || '*'}`;
}

/** The values of an event pattern's field; a filter such as `{"prefix": "v"}` as `prefix v`. */
function valuesText(values: unknown, template: StackTemplate): string {
  const each = (value: unknown): string => {
    const [filter, argument] = Object.entries(properties(value))[0] ?? [];
    const isIntrinsic = filter === undefined || filter === 'Ref' || filter.startsWith('Fn::');
    return isIntrinsic ? valueText(value, template) : `${filter} ${valueText(argument, template)}`;
  };
  return list(values).map(each).join(', ');
}

function pinOf(target: TemplateProperties, template: StackTemplate): Pick<TriggerNode, 'pins'> {
  const input = valueText(properties(target.InputTransformer).InputTemplate, template);
  const pins = /"actionName"\s*:\s*"([^"]+)"/.exec(input)?.[1];
  return pins === undefined ? {} : { pins };
}
