"""Signal `share_of_services`."""

from clientfit_cli.engine import Grid, line, signal


@signal(dimension="growth", unit="share", fit=line(best=0.6, worst=0.1), weight=2)
def share_of_services(fitting_services_bought: Grid, fitting_services: Grid) -> Grid:
    """Services they buy, as a share of those in the catalogue that fit them.

    What is left is white space.

    Source: Butler Street: expand the share of wallet.
    """
    return fitting_services_bought / fitting_services
