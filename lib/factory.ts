import { type App, DefaultStackSynthesizer, type Stack, type StackProps } from 'aws-cdk-lib';
import { foundationName, PIPELINE_TAG, pipelineName, sourcesName } from '../handlers/contract/names';
import { RECORD_RELEASE } from '../handlers/contract/record-release';
import { SCAN_IMAGES } from '../handlers/contract/scan-images';
import { UPDATE_TASK_DEFINITION } from '../handlers/contract/update-task-definition';
import { FoundationStack } from './foundation/foundation-stack';
import { identityOf } from './config/identity';
import { EcsBlueGreenStack } from './kinds/ecs-blue-green/stacks';
import { EcsRollingStack } from './kinds/ecs-rolling/stacks';
import { type RegionSources, sourcesByRegion } from './source/owned-sources';
import { SourcesStack } from './source/sources-stack';
import type { Environment, Pipeline, Spec } from './config/model';
import { EcsServiceStack } from './kinds/ecs-blue-green/stacks/service-stack';
import { RollingServiceStack } from './kinds/ecs-rolling/stacks/service-stack';

/**
 * Turns a spec into stacks: one foundation per environment, the sources of each account and region, and for each pipeline
 * one stack, with another for the service where the factory owns it. The order that `cdk deploy --all` keeps is all that
 * ties them together: they find each other by name.
 */
export function factory(app: App, spec: Spec): void {
  const foundations = new Map(
    spec.environments.map((environment) => [environment.name, foundation(app, spec, environment)]),
  );
  const regions = sourcesByRegion(spec.pipelines);
  const sources = new Map(
    regions.map((region) => [place(region), sourcesStack(app, spec, region, regions.length === 1)]),
  );
  for (const pipeline of spec.pipelines) {
    const service = serviceStack(app, pipeline);
    const stack = pipelineStack(app, pipeline);
    for (const first of [
      foundations.get(pipeline.environment.name),
      sources.get(place(pipeline.environment)),
      service,
    ])
      if (first) stack.addStackDependency(first);
  }
}

function foundation(app: App, { prefix }: Spec, environment: Environment): FoundationStack {
  return new FoundationStack(app, foundationName(prefix, environment.name), {
    ...stackProps(environment),
    description: `What the pipelines of ${prefix} share in ${environment.name}`,
    prefix,
    environment,
    actionFunctions: [RECORD_RELEASE, SCAN_IMAGES, UPDATE_TASK_DEFINITION],
  });
}

/** Nothing where every source is there already and nobody outside AWS uploads to it. Stacks of several places share their name, so the app tells them apart. */
function sourcesStack(
  app: App,
  { prefix }: Spec,
  sources: RegionSources,
  only: boolean,
): SourcesStack | undefined {
  const { repositories, buckets, recorded, connections, ci } = sources;
  const made = [repositories, buckets, recorded, connections, ci.roles];
  if (made.every(({ length }) => length === 0)) return undefined;
  const id = only ? sourcesName(prefix) : `${sourcesName(prefix)}-${sources.account}-${sources.region}`;
  return new SourcesStack(app, id, {
    ...stackProps(sources),
    stackName: sourcesName(prefix),
    description: `What the pipelines of ${prefix} take their releases from`,
    prefix,
    sources,
  });
}

function serviceStack(app: App, pipeline: Pipeline): Stack | undefined {
  if (!pipeline.service.owned) return undefined;
  const name = pipelineName(identityOf(pipeline));
  const id = `${name}-service`;
  const props = {
    ...stackProps(pipeline.environment, name),
    description: `The service that pipeline ${name} releases to`,
  };
  switch (pipeline.kind) {
    case 'ecs-blue-green':
      return new EcsServiceStack(app, id, { ...props, pipeline });
    case 'ecs-rolling':
      return new RollingServiceStack(app, id, { ...props, pipeline });
  }
}

/** With {@link serviceStack} the only place that knows every kind. */
function pipelineStack(app: App, pipeline: Pipeline): Stack {
  const name = pipelineName(identityOf(pipeline));
  const props = stackProps(pipeline.environment, name);
  switch (pipeline.kind) {
    case 'ecs-blue-green':
      return new EcsBlueGreenStack(app, name, { ...props, pipeline });
    case 'ecs-rolling':
      return new EcsRollingStack(app, name, { ...props, pipeline });
  }
}

/**
 * What all stacks have in common. Tags are the stack's: CloudFormation hands them on to whatever can be tagged, and they
 * take no room in the template, nor does indentation. Stacks that come after a foundation leave it to that to ask for a
 * recent bootstrap.
 */
function stackProps({ account, region }: Place, pipeline?: string): StackProps {
  return {
    env: { account, region },
    suppressTemplateIndentation: true,
    ...(pipeline && {
      tags: { [PIPELINE_TAG]: pipeline },
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    }),
  };
}

/** What a stack is tied to. */
type Place = Pick<Environment, 'account' | 'region'>;

const place = ({ account, region }: Place) => `${account}/${region}`;
