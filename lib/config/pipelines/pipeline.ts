import type { z } from 'zod';
import type { Pipeline } from '../model';
import type { recipeSchema } from '../schema';
import { ecsBlueGreen } from '../../kinds/ecs-blue-green/config/resolve';
import { ecsRolling } from '../../kinds/ecs-rolling/config/resolve';
import type { Surroundings } from '../kind';

/** Turns what an entry says of one environment into the pipeline it means. */
export function pipelineOf(recipe: z.output<typeof recipeSchema>, surroundings: Surroundings): Pipeline {
  switch (recipe.kind) {
    case 'ecs-blue-green':
      return ecsBlueGreen(recipe, surroundings);
    case 'ecs-rolling':
      return ecsRolling(recipe, surroundings);
  }
}
