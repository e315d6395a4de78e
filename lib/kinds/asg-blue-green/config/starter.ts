import type { Starter, StarterApplication } from '../../kind';

/** A repository with an Ansible playbook, which the factory's Packer template runs on Amazon Linux. */
export const fleetStarter = ({ name }: StarterApplication): Starter => ({
  connection: true,
  entry: `
# A commit becomes a machine image, and a new Auto Scaling group of it takes over from the one that serves.
kind: asg-blue-green

# A push of this branch starts the pipeline. Change acme to the owner of your repository.
source: { git: { connection: github, repository: acme/${name}, push: { branches: [main] } } }

# The machine image: Packer runs the repository's playbook on the base image.
image:
  base: { parameter: /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 } # or { id } or { owner, name }
  playbook: playbook.yml # Ansible; \`packer:\` names a folder with a template of your own
  keep: 3 # images that are kept beside the one that serves and the one before it

# What every instance is, beside its image.
instances:
  types: [t3.small, t3a.small] # in the order of preference, all of one architecture

# The Auto Scaling group. Green is made at blue's size of that moment, never above max.
fleet: { min: 2, max: 10, warmup: 60s, scaling: { cpu: 60 } }

# How green takes over from blue.
deploy:
  traffic: [10, 50, 100] # percent of the traffic after each step; or all-at-once
  bake: 2m # alarms are watched so long after each step, and one that fires puts all traffic back
  hold: 5m # blue stays at size so long, so that going back is one call

# What the fleet is behind. The factory makes it; \`existing:\` names a listener rule and two target groups that you have.
service: { port: 8080, healthCheckPath: /health }

# Where this is deployed, and what differs there.
environments:
  stg: {}
  # prd: { source: { git: { push: { tags: ["v*"] } } }, fleet: { min: 4, max: 20 }, approval: true } # released by a tag
`,
});
