# https://developer.hashicorp.com/packer/integrations/hashicorp/amazon/latest/components/builder/ebs
source "amazon-ebs" "image" {
  region                 = var.region
  skip_region_validation = true
  ami_name               = var.name
  source_ami             = var.source_ami
  deprecate_at           = var.deprecate_at
  imds_support           = "v2.0"

  instance_type               = var.instance_type
  iam_instance_profile        = var.instance_profile
  security_group_id           = var.security_group
  subnet_id                   = var.subnet
  associate_public_ip_address = var.public_address

  # Through Session Manager no port is open, and the plugin sends the instance the public half of the key for a minute: no
  # key pair, no security group and no instance profile is made for a bake.
  communicator         = "ssh"
  ssh_interface        = "session_manager"
  ssh_username         = var.user
  ssh_private_key_file = var.private_key_file

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  dynamic "launch_block_device_mappings" {
    for_each = var.devices
    content {
      device_name           = launch_block_device_mappings.value
      volume_type           = "gp3"
      iops                  = 3000
      throughput            = 125
      encrypted             = true
      delete_on_termination = true
    }
  }

  run_tags        = var.tags
  run_volume_tags = var.tags
  snapshot_tags   = var.tags
  tags            = merge(var.image_tags, var.tags)
}

build {
  sources = ["source.amazon-ebs.image"]

  provisioner "ansible" {
    playbook_file = var.playbook
    user          = var.user
    use_proxy     = false
  }

  provisioner "ansible" {
    playbook_file = var.finish
    user          = var.user
    use_proxy     = false
  }

  # Named, because an unnamed one would be left out by `-except=manifest` too. A bake without it, or with two images in
  # it, fails.
  post-processor "manifest" {
    name   = "record"
    output = var.manifest
  }
}
