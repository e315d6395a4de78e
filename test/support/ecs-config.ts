import type { Config } from '../../lib/config/model';
import type { EcsBlueGreenPipeline } from '../../lib/kinds/ecs-blue-green/config/model';
import type { EcsRollingPipeline } from '../../lib/kinds/ecs-rolling/config/model';
import { parseConfig } from '../../lib/load-config';

/** A pipeline of one of the kinds that release to an ECS service. */
export type EcsPipeline = EcsBlueGreenPipeline | EcsRollingPipeline;

/** A config whose pipelines all release to ECS services. */
export interface EcsConfig extends Config {
  readonly pipelines: readonly EcsPipeline[];
}

/** Reads a config whose pipelines all release to ECS services. */
export const parseEcsConfig = (yaml: string): EcsConfig => parseConfig(yaml, 'pipelines.yaml') as EcsConfig;
