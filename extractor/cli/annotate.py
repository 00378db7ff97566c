        with click.progressbar(waiting, label=order, file=click.get_text_stream("stderr")) as bar:
            for each in bar:
                worth[each.name] = _worth(each, root, MEASURES[order])
    return in_order(listed, worth, seed, share)
