import { type App, DefaultStackSynthesizer, type StackProps } from 'aws-cdk-lib';
import type { ActionFunction } from '../handlers/contract/action-function';
import { foundationName, PIPELINE_TAG, pipelineName, sourcesName } from '../handlers/contract/names';
import { PullRequestStack } from './build/pull-request-stack';
import { groupBy } from './config/group-by';
import { identityOf, pullRequestsName } from './config/identity';
import type { BasePipeline, Config, Environment } from './config/model';
import { FoundationStack } from './foundation/foundation-stack';
import { KINDS } from './kinds';
import { kindOf, type PipelineKind } from './kinds/kind';
import type { KindStacks } from './kinds/kind-stacks';
import { KIND_STACKS } from './kinds/stacks';
import { PipelineStack } from './pipeline/pipeline-stack';
import { type RegionSources, sourcesByRegion } from './source/owned-sources';
import { SourcesStack } from './source/sources-stack';

/** The kinds that a factory knows. */
export interface Registries {
  /** @default - all of the factory's */
  readonly kinds?: readonly PipelineKind[];
  /** What those kinds deploy. @default - all of the factory's */
  readonly stacks?: readonly KindStacks[];
}

/**
 * Turns a config into stacks: one foundation for each environment, the sources of each account and region, and for each
 * pipeline one stack, with another for what it deploys to where the factory owns that, which the pipelines of an entry may
 * share; of each entry that asks one more, which checks pull requests. The order that `cdk deploy --all` keeps is all that ties them together: they find each other
 * by name.
 */
export function factory(
  app: App,
  config: Config,
  { kinds = KINDS, stacks = KIND_STACKS }: Registries = {},
): void {
  const foundations = new Map(
    config.environments.map((environment) => [environment.name, foundation(app, config, environment, kinds)]),
  );
  const requests = config.pullRequests.flatMap((pipeline) => {
    const requested = kindOf(pipeline, kinds).pullRequests?.(pipeline);
    return requested ? [{ pipeline, requested }] : [];
  });
  const regions = sourcesByRegion([
    ...config.pipelines.map((pipeline) => ({
      pipeline,
      sources: kindOf(pipeline, kinds).sources?.(pipeline) ?? {},
    })),
    ...requests.map(({ pipeline, requested: { git, fields } }) => ({
      pipeline,
      sources: { git: { source: git, field: fields.pullRequest } },
    })),
  ]);
  const sources = new Map(
    regions.map((region) => [regionKey(region), sourcesStack(app, config, region, regions.length === 1)]),
  );
  const shared = new Map(
    groupBy(config.pipelines, ({ name }) => name).flatMap((pipelines) => {
      const [first] = pipelines;
      const made = kindOf(first, stacks).shared?.(app, pipelines, stackProps);
      return made ? [[first.name, made] as const] : [];
    }),
  );
  for (const pipeline of config.pipelines) {
    const { environment } = pipeline;
    const props = stackProps(environment, pipelineName(identityOf(pipeline)));
    const kindStacks = kindOf(pipeline, stacks);
    const target = kindStacks.target?.(app, pipeline, props) ?? shared.get(pipeline.name);
    const foundation = foundations.get(environment.name);
    // What the foundation of a hardened environment makes, its bucket of logs and its key, the target names.
    if (target && foundation && environment.hardened) target.addStackDependency(foundation);
    const stack = pipelineStack(app, pipeline, kindOf(pipeline, kinds), kindStacks, props);
    for (const first of [foundation, sources.get(regionKey(environment)), target])
      if (first) stack.addStackDependency(first);
  }
  for (const { pipeline, requested } of requests) {
    const { environment } = pipeline;
    const name = pullRequestsName(identityOf(pipeline));
    const props = { ...stackProps(environment, name), pipeline, requested };
    const stack = new PullRequestStack(app, name, props);
    for (const first of [foundations.get(environment.name), sources.get(regionKey(environment))])
      if (first) stack.addStackDependency(first);
  }
}

function foundation(
  app: App,
  { prefix, pipelines }: Config,
  environment: Environment,
  kinds: readonly PipelineKind[],
): FoundationStack {
  const here = pipelines.filter((pipeline) => pipeline.environment.name === environment.name);
  return new FoundationStack(app, foundationName(prefix, environment.name), {
    ...stackProps(environment),
    description: `What the pipelines of ${prefix} share in ${environment.name}`,
    prefix,
    environment,
    actionFunctions: usedFunctions(here, kinds),
  });
}

/** The action functions that pipelines use, each once, in the order of their names. */
function usedFunctions(pipelines: readonly BasePipeline[], kinds: readonly PipelineKind[]): ActionFunction[] {
  const used = pipelines.flatMap((pipeline) => kindOf(pipeline, kinds).actionFunctions(pipeline));
  const byName = new Map(used.map((action) => [action.name, action]));
  return [...byName.values()].sort((one, other) => one.name.localeCompare(other.name));
}

/**
 * Nothing where every source is there already and nobody outside AWS uploads to it. Stacks of several regions share
 * their name, so that their ids in the app have account and region.
 */
function sourcesStack(
  app: App,
  { prefix }: Config,
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

function pipelineStack(
  app: App,
  pipeline: BasePipeline,
  kind: PipelineKind,
  stacks: KindStacks,
  props: StackProps,
): PipelineStack {
  return new PipelineStack(app, pipelineName(identityOf(pipeline)), {
    ...props,
    pipeline,
    actionFunctions: kind.actionFunctions(pipeline),
    plan: (stack) => stacks.plan(stack, pipeline),
  });
}

/**
 * What all stacks have in common. Tags are the stack's: CloudFormation hands them on to whatever can be tagged, and they
 * take no room in the template, nor does indentation. Stacks that come after a foundation leave it to that to ask for a
 * recent bootstrap.
 */
function stackProps({ account, region, hardened }: Hardenable, pipeline?: string): StackProps {
  return {
    env: { account, region },
    terminationProtection: hardened,
    suppressTemplateIndentation: true,
    ...(pipeline && {
      tags: { [PIPELINE_TAG]: pipeline },
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    }),
  };
}

/** What a stack is deployed to. */
type AccountRegion = Pick<Environment, 'account' | 'region'>;

type Hardenable = AccountRegion & Pick<Environment, 'hardened'>;

const regionKey = ({ account, region }: AccountRegion) => `${account}/${region}`;
