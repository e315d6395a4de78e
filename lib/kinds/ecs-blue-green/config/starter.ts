import type { Starter, StarterApplication } from '../../kind';

/** An image and its settings, which the team's own CI uploads: a service that a rehearsal can play without more files. */
export const blueGreenStarter = ({ name, prefix, account }: StarterApplication): Starter => ({
  connection: false,
  entry: `
# CodeDeploy starts the new tasks (green) beside the old ones (blue) and moves the traffic over.
kind: ecs-blue-green

# Where a release comes from. Either part starts the pipeline when it arrives.
source:
  # Pushing this tag to this ECR repository. The image takes the place of <IMAGE1_NAME> in taskdef.json.
  image: { ecr: ${name}, tag: latest }
  # Uploading this zip with appspec.yaml and taskdef.json. Bucket names are unique in the world.
  settings: { s3: ${prefix}-settings-${account}, key: "{environment}/settings.zip" }
  # Whose CI may upload both, with a role that the factory makes;
  # \`npx pipeline-factory ci app --provider github\` writes the file for it.
  ci: { provider: github, repository: acme/${name}, branch: main }

deploy:
  traffic: all-at-once # or canary / linear: { percentage: 10, interval: 5m }
  blueTerminationWait: 5m # blue stays this long, so that going back is immediate
  rollbackOn: [failure, stop, alarm] # alarms: unhealthy hosts and 5xx answers

# The ECS service. The factory makes it, with cluster, load balancer and network; \`existing:\` names one you have.
service:
  container: app # the container that takes the traffic, as taskdef.json calls it
  port: 8080 # the port it listens on
  healthCheckPath: /health # answers 200 when it is well

# Where this is deployed, and what differs there: source, deploy and service can be changed key by key.
environments:
  stg: {}
  # prd: { approval: true } # a person agrees first
`,
});
