import type { z } from 'zod';
import type { Pipeline } from '../model';
import type { recipeSchema } from '../schema';
import { ecsBlueGreen } from './ecs-blue-green';
import { ecsRolling } from './ecs-rolling';
import type { Surroundings } from './identity';

/** Turns what an entry says of one environment into the pipeline it means. */
export function pipelineOf(recipe: z.output<typeof recipeSchema>, surroundings: Surroundings): Pipeline {
  switch (recipe.kind) {
    case 'ecs-blue-green':
      return ecsBlueGreen(recipe, surroundings);
    case 'ecs-rolling':
      return ecsRolling(recipe, surroundings);
  }
}
