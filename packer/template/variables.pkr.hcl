# What every bake gives a template, the factory's or a team's own, which declares those that it uses. Names and times are
# made once, by the bake: Packer works out timestamp() anew at each step.

variable "name" {
  type        = string
  description = "Name of the image: the pipeline's and the id of the build."
}

variable "region" {
  type = string
}

variable "source_ami" {
  type        = string
  description = "Id of the base image, looked up by the bake."
}

variable "devices" {
  type        = list(string)
  description = "Device names of the base image's volumes, its root first. All are encrypted."
}

variable "user" {
  type        = string
  description = "User of the base image."
}

variable "instance_type" {
  type = string
}

variable "instance_profile" {
  type        = string
  description = "Its role lets the instance be reached through Session Manager."
}

variable "security_group" {
  type = string
}

variable "subnet" {
  type = string
}

variable "public_address" {
  type        = bool
  description = "Whether the instance gets a public address."
}

variable "private_key_file" {
  type        = string
  description = "A key that is good for this bake alone."
}

variable "playbook" {
  type        = string
  description = "The team's playbook."
}

variable "finish" {
  type        = string
  description = "The playbook that records what is installed and removes what no two instances may share."
}

variable "tags" {
  type        = map(string)
  description = "Of everything that is made, from its creation on; nothing without them may be made."
}

variable "image_tags" {
  type        = map(string)
  description = "What image-tags.json beside the playbook has."
}

variable "deprecate_at" {
  type        = string
  description = "RFC 3339."
}

variable "manifest" {
  type        = string
  description = "Where the manifest of what was made is written to."
}
