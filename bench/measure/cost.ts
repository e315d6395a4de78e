import { readFileSync } from 'node:fs';
import type { App, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/** What one stack costs, by the template CDK writes for it. */
export interface Cost {
  readonly resources: number;
  readonly roles: number;
  /** Policies that are resources of their own. */
  readonly policies: number;
  readonly keys: number;
  readonly buckets: number;
  /** Of the template as CDK writes and CloudFormation counts it. */
  readonly bytes: number;
  /** Of the same template without the indentation CDK may write, so that two can be compared by what they say. */
  readonly compactBytes: number;
  /** Statements of identity policies whose resource is `*`. */
  readonly wildcards: number;
  /** Those among them whose role or policy gives no reason to AwsSolutions-IAM5. */
  readonly unexplained: number;
  /** Findings of cdk-nag's AwsSolutions that nobody has explained: rule and resource counted once together. */
  readonly findings: number;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly PolicyDocument?: Document;
    readonly Policies?: readonly { readonly PolicyDocument: Document }[];
  };
}

interface Document {
  readonly Statement: readonly { readonly Resource?: unknown }[];
}

/** Synthesizes the app and counts what one of its stacks came to. */
export function costOf(app: App, stackName: string): Cost {
  const { stacksRecursively } = app.synth();
  const artifact = stacksRecursively.find((stack) => stack.stackName === stackName);
  if (!artifact) throw new Error(`the app has no stack of this name, got: ${stackName}`);
  const stack = app.node.findChild(artifact.id) as Stack;
  const resources = (artifact.template as { Resources: Readonly<Record<string, Resource>> }).Resources;
  const count = (...types: string[]) =>
    Object.values(resources).filter(({ Type }) => types.includes(Type)).length;
  const violations = new AwsSolutionsChecks().validateScope(stack).violations;
  const unexplained = violations.find(({ ruleName }) => ruleName === 'AwsSolutions-IAM5[Resource::*]');
  const withoutReason = new Set(
    unexplained?.violatingResources.map(({ constructPath }) => logicalIdAt(stack, constructPath ?? '')),
  );
  const wildcards = Object.entries(resources).flatMap(([id, resource]) =>
    identityStatements(resource)
      .filter(({ Resource: target }) => [target].flat().includes('*'))
      .map(() => id),
  );
  return {
    resources: Object.keys(resources).length,
    roles: count('AWS::IAM::Role'),
    policies: count('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'),
    keys: count('AWS::KMS::Key'),
    buckets: count('AWS::S3::Bucket'),
    bytes: readFileSync(artifact.templateFullPath).length,
    compactBytes: JSON.stringify(artifact.template).length,
    wildcards: wildcards.length,
    unexplained: wildcards.filter((id) => withoutReason.has(id)).length,
    findings: violations.reduce((sum, { violatingResources }) => sum + violatingResources.length, 0),
  };
}

function identityStatements({ Type, Properties }: Resource): Document['Statement'] {
  if (!Type.startsWith('AWS::IAM::')) return [];
  const documents = [
    Properties?.PolicyDocument,
    ...(Properties?.Policies ?? []).map((policy) => policy.PolicyDocument),
  ];
  return documents.flatMap((document) => document?.Statement ?? []);
}

function logicalIdAt(stack: Stack, path: string): string {
  const found = stack.node.root.node
    .findAll()
    .find((construct) => construct.node.path === path && 'logicalId' in construct);
  if (!found) throw new Error(`no resource is at the path of the finding, got: ${path}`);
  return stack.resolve((found as unknown as { logicalId: string }).logicalId) as string;
}
