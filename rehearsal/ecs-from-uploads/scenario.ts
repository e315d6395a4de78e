import { lifecycleProgress } from '../ecs/lifecycle';
import { scenario } from '../scenario';
import { describeUploadsPipeline, groupByImage } from './pipeline';
import { productionTraffic } from './serving';
import { UPLOADS_STEPS } from './steps';

/** Images and settings are uploaded, and CodeDeploy replaces blue by green. */
export const ecsFromUploads = scenario({
  describe: describeUploadsPipeline,
  group: (pipelines) => ({ applications: groupByImage(pipelines) }),
  prepare: async (application, context) => ({
    ...context,
    application,
    settings: new Map(),
    serving: new Map(),
  }),
  progress: () => lifecycleProgress,
  traffic: productionTraffic,
  steps: UPLOADS_STEPS,
});
